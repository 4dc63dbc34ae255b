"""From text to checked criteria, or to everything that is wrong with it in one run."""

from trialmatch.compiler.compiling import Compiled, compile_file, compile_text

__all__ = ["Compiled", "compile_file", "compile_text"]

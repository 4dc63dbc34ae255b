"""Scripts that print what one run of some part costs; run from the root by `python -m`."""

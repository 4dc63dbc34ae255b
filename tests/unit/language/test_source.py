from __future__ import annotations

from trialmatch.language.source import MAX_BYTES, Piece, SourceText, span_in


def test_a_span_knows_its_line_and_column() -> None:
    source = SourceText.of("one\ntwo three\n")
    span = source.span(8, 13)
    assert (span.line, span.column, source.text[span.start : span.end]) == (2, 5, "three")


def test_windows_line_ends_move_no_offset() -> None:
    source = SourceText.of("one\r\ntwo\rthree")
    assert source.span(source.text.index("two"), 8).line == 2
    assert source.span(source.text.index("three"), 14).line == 3
    assert source.line(2) == "two"


def test_a_byte_order_mark_is_left_out() -> None:
    assert SourceText.of("\ufefftrial").text == "trial"


def test_a_no_break_space_counts_as_a_space() -> None:
    assert SourceText.of("age\u00a0>= 18").text == "age >= 18"


def test_a_control_character_is_told_at_its_place() -> None:
    (problem,) = SourceText.of("a\nb\x00c").problems
    assert (problem.rule, problem.span.line, problem.span.column) == ("control-character", 2, 2)


def test_a_file_of_so_many_bytes_is_read_and_one_of_a_byte_more_is_not() -> None:
    assert SourceText.of("a" * MAX_BYTES).problems == ()
    (problem,) = SourceText.of("a" * (MAX_BYTES + 1)).problems
    assert problem.rule == "file-too-big"


def test_size_counts_bytes_and_not_letters() -> None:
    (problem,) = SourceText.of("ø" * (MAX_BYTES // 2 + 1)).problems
    assert problem.rule == "file-too-big"


def test_a_piece_places_its_stretches_in_the_file() -> None:
    source = SourceText.of("first\n  second")
    piece = Piece.cut(source, "second", 8)
    assert span_in(piece, 0, 6) == source.span(8, 14)


def test_a_plain_text_is_a_file_of_its_own() -> None:
    assert span_in("abc", 1, 2).column == 2

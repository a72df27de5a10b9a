from app.practice.refusal import INTERNAL, INVALID, NOT_ENABLED, Refusal


def test_it_says_what_goes_over_the_wire_and_why() -> None:
    refusal = Refusal(1007, INVALID, "sound before activityStart")
    assert str(refusal) == f"1007 {INVALID} (sound before activityStart)"


def test_each_phrase_fits_a_close_frame() -> None:
    assert all(len(phrase.encode()) <= 123 for phrase in (INVALID, INTERNAL, NOT_ENABLED))

"""Words of captions, without times and marks."""

from generator.intake.shown_words import caption_words

CAPTIONS = "1\n00:00:01,000 --> 00:00:04,000\n{}\n\n2\n00:00:05,000 --> 00:00:06,000\nСоңы\n"


def test_words_of_captions_are_without_times_and_marks() -> None:
    assert caption_words("a.srt", CAPTIONS.format("<i>Сәлем</i>")) == "Сәлем\nСоңы"
    vtt = "WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n<v Асқар>Сәлем\r\n"
    assert caption_words("a.vtt", vtt) == "WEBVTT\nСәлем"
    ass = "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\i1}Бір\\NЕкі\n"
    assert caption_words("a.ass", ass).split() == ["Бір", "Екі"]

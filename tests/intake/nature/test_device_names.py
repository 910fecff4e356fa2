"""Names that devices give are told from names that people give."""

import pytest

from generator.intake.nature.device_names import is_device_name

DEVICES = (
    *("IMG_2044", "IMG-20261122-WA0003", "VID_20261122_101533"),
    *("PXL_20261122_101533123.MP", "photo_2026-11-20_14-33-21", "DSC00012", "DSCF0012"),
    *("WhatsApp Image 2026-11-12 at 10.15.33",),
    *("WhatsApp Video 2026-11-12 at 10.15.33 (1)",),
    *("Screenshot_20261120-101533_Instagram", "Screenshot 2026-11-20 at 10.15.33 AM"),
    *("MVIMG_20261120_101533", "GOPR0123", "GX010001", "DJI_0001"),
    *("DJI_20261120101533_0001_D", "P1010001", "C0001", "100_1234", "MOV_0012", "1"),
    *("42", "2026-11-22", "20.11.2026", "1700475331123"),
    *("F47AC10B-58CC-4372-A567-0E02B2C3D479", "image0", "3f2a1b4c5d6e7f8091a2b3c4"),
    *("FB_IMG_1700475331123", "received_1234567890", "PTT-20261123-WA0014"),
    *("Снимок экрана 2026-11-20 в 10.15.33", "Скриншот 20-11-2026", "Видео 12"),
    *("Фото (3)", "Сурет 5", "2026-11-22 IMG_2044", "20.11.2026 DSC_0012 (2)"),
    *("IMG_2044 - копия", "IMG_E4120", "video-12", "IMG_2044_edited"),
    *("telegram-cloud-photo-size-2-5260", "AUD-20261120-WA0001", "MAH00123"),
    *("Новая папка", "Новая папка (2)", "New folder", "Жаңа қалта", "Untitled", "image"),
    *("", "-", "00000003-VIDEO-2026-11-23-10-05-00", "WIN_20261120_10_15_33", "100APPLE"),
    *("SAM_0042", "ABCD_0001"),
)
PEOPLE = (
    *("Жол", "Жаңа жол", "2026-11-22 Жол", "Мектеп жөндеу", "Мектеп 5", "5-мектеп"),
    *("№ 5 мектеп", "11А", "EXPO 2017", "EXPO-2017", "COVID-19", "5G", "H1N1"),
    *("ТҮРКСІБ 1945", "Sport 2026", "Aqtau", "VID_20150101_crane", "IMG_2044 мектеп"),
    *("Школа", "Открытие школы 2026", "фото школы", "QazAQ", "Видео жиналыс"),
    *("Жаңа мектеп", "Новая школа", "копия решения", "Su 2026", "А", "Ә", "Бейне"),
    *("100 жыл", "8 наурыз", "Наурыз 2026", "1 қыркүйек", "Abay 180", "KEGOC"),
    *("Su quburi", "A4 қағаз", "сурет көрмесі", "видеоурок", "Без света", "В школе"),
    *("Night run", "Camera obscura", "New school", "Су", "Мектеп-2", "Дорога M-38"),
    *("Жол 38 км", "Бала бақша", "Қар", "МӘСЛИХАТ", "МӘСЛИХАТ 2026", "Газ", "Жарық"),
    *("Тойбазар",),
)


@pytest.mark.parametrize("name", DEVICES)
def test_a_name_of_a_device_is_known(name: str) -> None:
    assert is_device_name(name)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_name_that_somebody_gave_is_none(name: str) -> None:
    assert not is_device_name(name)


def test_there_are_fifty_of_each() -> None:
    assert len(set(DEVICES)) >= 50
    assert len(set(PEOPLE)) >= 50

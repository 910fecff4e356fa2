"""Who made, ordered and paid for campaign material."""

from generator.kinds import Campaign, CampaignView
from generator.kinds.campaign import CampaignKeys


def test_all_three_names_are_required_and_shown() -> None:
    assert CampaignKeys.required == ("producer", "client", "payer")
    campaign = CampaignKeys("А", "Б", "В").details("post.toml", ("kk",))
    assert campaign == Campaign("А", "Б", "В")
    assert campaign.view("kk") == CampaignView("А", "Б", "В")
    assert list(campaign.shown()) == ["А", "Б", "В"]

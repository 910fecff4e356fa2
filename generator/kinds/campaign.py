"""Campaign material: who made, ordered and paid for it, as the election law wants it named."""

from generator.kinds.keys import Details, KindKeys, View


class CampaignView(View, frozen=True):
    producer: str
    client: str
    payer: str


class Campaign(Details, frozen=True, tag="campaign"):
    """Who made, ordered and paid for campaign material."""

    producer: str
    client: str
    payer: str

    def view(self, locale: str, title: str = "", calendar: str = "") -> CampaignView:
        del locale, title, calendar
        return CampaignView(self.producer, self.client, self.payer)


class CampaignKeys(KindKeys, frozen=True):
    required = ("producer", "client", "payer")

    producer: str = ""
    client: str = ""
    payer: str = ""

    def details(self, path: str, locales: tuple[str, ...]) -> Campaign:
        del path, locales
        return Campaign(self.producer, self.client, self.payer)

"""The addresses of networks at which a page can be passed on."""

from urllib.parse import quote

from generator.plan.views import Link


def share_links(url: str, title: str) -> tuple[Link, ...]:
    """Links that share the page on a network, WhatsApp first; Instagram and TikTok have none."""
    address, words = quote(url, safe=""), quote(title)
    return (
        Link("WhatsApp", f"https://wa.me/?text={words}%20{address}"),
        Link("Telegram", f"https://t.me/share/url?url={address}&text={words}"),
        Link("VK", f"https://vk.com/share.php?url={address}"),
    )

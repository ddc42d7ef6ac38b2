"""Addresses in settings: which can be one, and what of one is shown."""

import pytest

from schemas.web_address import is_web_address, without_secrets


@pytest.mark.parametrize(
    "address",
    [
        "https://api.anthropic.com",
        "HTTPS://Magazine.Example/blog/",
        "http://127.0.0.1:8765",
        "http://[::1]:8765/claude",
        "http://prefect_server:4200",
        "https://müller.example/büro",
        "https://पत्रिका.example",
        "http://me:p@ss@127.0.0.1:9",
    ],
)
def test_what_requests_can_be_sent_to_is_an_address(address: str) -> None:
    """Machines at home and words of all alphabets too."""
    assert is_web_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost:8765",
        "ftp://x",
        "http://",
        "http://[::1",
        "http://[x]",
        "http://[::1]x:80",
        "http://x:port",
        "http://x:",
        "http://x:0",
        "http://x:99999",
        "http:// x",
        "http://x/a b",
        "http://x\x01",
        "http://x\n",
        "http://x\u200by",
        "http://x\\y",
        "http://:80",
        "http://user@",
        "http://a..b",
        "http://1.2.3.999",
        "http://%zz",
        "http://x/?a=b",
        "http://x/#frag",
        f"http://{'a' * 64}",
        f"http://x/{'a' * 2000}",
    ],
)
def test_what_no_request_can_be_sent_to_is_none(text: str) -> None:
    """Whatever a parser would make of it."""
    assert not is_web_address(text)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("https://magazine.example/blog", "https://magazine.example/blog"),
        ("https://***@magazine.example", "https://robot:SECRET@magazine.example"),
        ("htps://***@proxy.example", "htps://me:SEC@RET/@proxy.example"),
        ("***@magazine.example", "robot:SECRET@magazine.example"),
        ("https://***", "https://me:SEC#RET@magazine.example"),
        ("https://***", "https://x/?mail=a@b&token=SECRET"),
        ("https://x/?***", "https://x/?token=SECRET"),
        ("postgresql://***@host/db?***", "postgresql://me:SEC\nRET@host/db?password=SECRET"),
        ("a{2,3}?", "a{2,3}?"),
    ],
)
def test_what_may_be_a_password_is_not_shown(shown: str, text: str) -> None:
    """In what is no address at all, too: there it is shown most of all."""
    assert shown == without_secrets(text)

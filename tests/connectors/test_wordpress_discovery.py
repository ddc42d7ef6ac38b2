"""Where a WordPress site's API is found, and where we do not go with a password."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from connectors.errors import ConnectorError, Malformed, Refused, Unreachable
from connectors.wordpress.api import _trusted
from tests.connectors.scripted_server import Script, Told, serving
from tests.connectors.scripted_wordpress import (
    HTML,
    ME,
    POSTS,
    USER,
    WP,
    about,
    api,
    linked,
    refused,
    wordpress,
)

PLAIN = "/index.php?rest_route=/"


@pytest.fixture
def script() -> Iterator[Script]:
    """A server of the test's own."""
    with serving() as made:
        yield made


@pytest.mark.parametrize("root", ["{}/wp-json/", "/wp-json/", "wp-json", "{}/wp-json"])
def test_the_front_page_says_where_the_api_is(script: Script, root: str) -> None:
    """Whole or relative, with a slash at its end or without."""
    wordpress(script).on("HEAD /", linked(root.format(script.url)))
    script.on(f"GET {POSTS}", Told(200, []))

    assert api(script).get("wp/v2/posts") == []


def test_a_header_with_more_in_it_is_read(script: Script) -> None:
    """Proxies write them anew."""
    link = f'</x>; rel=preload; as=style, <{script.url}{WP}>; title="a"; rel=https://api.w.org/'
    wordpress(script).on("HEAD /", Told(200, b"", {"Link": link}))

    assert "wp/v2" in api(script).namespaces


@pytest.mark.parametrize("front", [HTML, Told(405), Told(403), Told(500)])
def test_without_the_header_the_usual_place_is_looked_at(script: Script, front: Told) -> None:
    """Security plugins take the header away; some servers know no HEAD."""
    wordpress(script).on("HEAD /", front)

    assert "wp/v2" in api(script).namespaces


def test_plain_addresses_are_a_parameter(script: Script) -> None:
    """There /wp-json/ is the front page, with status 200."""
    script.on("HEAD /", HTML).on(f"GET {WP}", HTML).on("GET /", about())
    script.on("GET /wp/v2/users/me", Told(200, USER)).on("GET /wp/v2/posts", Told(200, [1]))
    script.on("POST /wp/v2/posts/1", Told(200, {}))
    site = api(script)

    assert site.get("wp/v2/posts", context="edit", _fields="id,title.raw") == [1]
    site.send("wp/v2/posts/1", {}, _fields="id")
    told = {"rest_route": "/wp/v2/posts", "context": "edit", "_fields": "id,title.raw"}
    assert [told] == [asked.parameters for asked in script.to("/wp/v2/posts")]
    assert {asked.target.partition("?")[0] for asked in script.asked[2:]} == {"/index.php"}


def test_a_link_to_plain_addresses_is_followed(script: Script) -> None:
    """What WordPress says itself there."""
    script.on("HEAD /", linked(f"{script.url}{PLAIN}")).on("GET /", about())

    assert "wp/v2" in api(script).namespaces


@pytest.mark.parametrize("link", [True, False])
def test_a_site_may_be_in_a_folder(script: Script, link: bool) -> None:  # noqa: FBT001
    """The server's own root may be another site."""
    wordpress(script)
    front = linked(f"{script.url}/news/wp-json/") if link else HTML
    script.on("HEAD /news/", front).on("GET /news/wp-json/", about("ours/v1"))

    assert "ours/v1" in api(script, f"{script.url}/news").namespaces
    assert script.to("/") == script.to(WP) == []


def test_a_front_page_in_a_language_has_no_api_of_its_own(script: Script) -> None:
    """So the site's own address is tried, too."""
    wordpress(script).on("HEAD /", Told(302, b"", {"Location": "/en/"}))
    script.on("HEAD /en/", HTML).on("GET /en/wp-json/", HTML).on("GET /en/index.php", HTML)

    assert "wp/v2" in api(script).namespaces


def test_a_page_wherever_data_should_be_is_no_wordpress(script: Script) -> None:
    """The sentence says what to do."""
    script.on("*", HTML)

    with pytest.raises(Malformed, match=f"{script.url} shows no REST API .*correct base_url, or"):
        api(script).log_in()


@pytest.mark.parametrize("said", [{"a": 1}, [], {"namespaces": None}, {"namespaces": {}}, "x"])
def test_data_of_something_else_is_no_wordpress(script: Script, said: object) -> None:
    """Other systems answer to that address, too."""
    wordpress(script).on(f"GET {WP}", Told(200, said))

    with pytest.raises(Malformed, match=f"{script.url} has no REST API of WordPress"):
        _ = api(script).namespaces


def test_a_namespace_that_is_no_text_is_none(script: Script) -> None:
    """The others count."""
    wordpress(script).on(f"GET {WP}", about(namespaces=[None, 1, "wp/v2"]))

    assert api(script).namespaces == {"wp/v2"}


def test_a_guarded_api_is_an_api(script: Script) -> None:
    """Some sites answer a wrong password so, at every address of the API."""
    script.on("HEAD /", HTML).on(f"GET {WP}", refused(401, "incorrect_password"))

    with pytest.raises(Refused, match="does not know this user and application password"):
        api(script).log_in()


def test_a_redirection_in_the_same_site_is_followed(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Example to www.example, and back again in another case."""
    monkeypatch.setenv("http_proxy", script.url)
    script.on("*", Told(301, b"", {"Location": "http://WWW.magazine.example/"}), HTML)
    script.on(f"GET {WP}", about())

    assert "wp/v2" in api(script, "http://magazine.example").namespaces
    assert ["http://magazine.example/", "http://www.magazine.example/"] == [
        asked.target for asked in script.asked[:2]
    ]


def test_a_redirection_to_https_is_followed(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy is asked for a tunnel there; here it has none."""
    monkeypatch.setenv("http_proxy", script.url)
    monkeypatch.setenv("https_proxy", script.url)
    script.on("*", Told(301, b"", {"Location": "https://magazine.example/"}), Told(502))

    with pytest.raises(Unreachable, match=r"https://magazine\.example"):
        api(script, "http://magazine.example").log_in()
    assert ("CONNECT", "magazine.example:443") == (script.asked[1].method, script.asked[1].target)
    assert "authorization" not in script.asked[1].headers


@pytest.mark.parametrize("header", ["Location", "Link"])
def test_another_host_gets_nothing(script: Script, header: str) -> None:
    """Not even a request: it would have the password in it. Another port is another program."""
    with serving() as other:
        target = f"{other.url}/wp-json/"
        front = linked(target) if header == "Link" else Told(302, b"", {"Location": target})
        wordpress(script).on("HEAD /", front)
        wordpress(other)

        with pytest.raises(Refused, match=f"{script.url} sends us to {other.url}; if that is"):
            api(script).log_in()
        assert (1, []) == (len(script.asked), other.asked)


def test_https_is_not_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence does not advise to write http."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "server.pem"))
    with serving(vouched_for(tmp_path / "server.pem")) as script:
        wordpress(script).on("HEAD /", linked(f"{script.url.replace('https', 'http')}{WP}"))

        with pytest.raises(Refused, match="where a password can be read on the way; write https"):
            api(script).log_in()
        assert len(script.asked) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("http://a.example/", "https://a.example/x"),
        ("http://a.example:80/", "https://www.a.example:443/"),
        ("https://www.a.example/", "//A.example/wp-json/"),
        ("http://a.example:8080/", "http://a.example:8080/x"),
        ("https://bücher.example/", "https://www.xn--bcher-kva.example/wp-json/"),
        ("https://xn--bcher-kva.example/", "https://BÜCHER.example/wp-json/"),
    ],
)
def test_the_same_site_is_trusted(asked: str, found: str) -> None:
    """With www or without, and with https where there was none."""
    assert _trusted(found, asked).startswith("http")


@pytest.mark.parametrize(
    "found",
    [
        "https://b.example/",
        "https://a.example.b.example/",
        "https://blog.a.example/",
        "https://a.example@b.example/",
        "https://a.example:8443/",
        "http://a.example/",
        "http://a.example:443/",
        "ftp://a.example/",
        "https://[x/",
        "https://a.example:port/",
        "javascript:alert(1)",
    ],
)
def test_everything_else_is_not(found: str) -> None:
    """A password is for one address alone."""
    with pytest.raises(ConnectorError, match=r"^https://a\.example sends us to"):
        _trusted(found, "https://a.example/")


def test_a_letter_is_not_another_that_looks_like_it() -> None:
    """Older programs take the one address for the other; they have two owners."""
    with pytest.raises(Refused):
        _trusted("https://strasse.example/", "https://straße.example/")


def test_a_circle_of_redirections_ends(script: Script) -> None:
    """After five."""
    script.on("HEAD /", Told(302, b"", {"Location": "/a"}))
    script.on("HEAD /a", Told(302, b"", {"Location": "/"}))

    with pytest.raises(Malformed, match="redirects in a circle; correct base_url"):
        api(script).log_in()
    assert len(script.asked) == 5


def test_the_api_is_looked_for_once(script: Script) -> None:
    """And the login once."""
    wordpress(script).on(f"GET {POSTS}", Told(200, []))
    site = api(script)
    for _ in range(3):
        site.get("wp/v2/posts")

    assert ["/", WP, ME, POSTS, POSTS, POSTS] == [asked.path for asked in script.asked]


def vouched_for(path: Path) -> ssl.SSLContext:
    """The manners of a server on this machine, whose certificate is in a file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "magazine.example")])
    start, number = datetime.now(UTC), x509.random_serial_number()
    builder = x509.CertificateBuilder(name, name, key.public_key(), number)
    builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=1))
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    made = builder.add_extension(here, critical=False).sign(key, hashes.SHA256())
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(made.public_bytes(encoding) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context

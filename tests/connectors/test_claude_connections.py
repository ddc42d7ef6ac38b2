"""Connections that are cut, slow, diverted or not to be trusted: what of them may be billed."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr

from connectors.claude.client import Claude
from schemas.call import Course, Trouble
from tests.builders import a_request
from tests.connectors.raw_server import sending

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
OF_1000 = HEAD + b"content-length: 1000\r\n\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"
HALF = b'{"id": "msg_1", "type": "message", "role": "assis'
ENDLESS = (b" ",) * 100


def sent(url: str, timeout: float = 5.0) -> Trouble:
    """The trouble that came of a request."""
    claude = Claude(url, SecretStr("k"), timeout)
    try:
        outcome = claude.send(a_request())
    finally:
        claude.close()
    assert isinstance(outcome, Trouble)
    return outcome


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (HEAD,),
        (OF_1000, HALF),
        (CHUNKED, b"31\r\n" + HALF + b"\r\n"),
        (HEAD + b"connection: close\r\n\r\n", HALF),
        (b"nothing that looks like HTTP\r\n\r\n",),
    ],
    ids=["at once", "in the head", "in the body", "in a chunk", "without a length", "babble"],
)
def test_an_answer_that_is_cut_may_be_billed_and_is_tried_again(parts: tuple[bytes, ...]) -> None:
    """Even where a 200 was seen already: its usage was not."""
    with sending(*parts) as url:
        trouble = sent(url)

    assert (trouble.course, trouble.status, trouble.may_be_billed) == (Course.RETRY, None, True)


@pytest.mark.parametrize(
    "parts",
    [(OF_1000, *ENDLESS), (b"", b"", b"", b"", b"", b"", b"", b"")],
    ids=["drop by drop", "not at all"],
)
def test_an_answer_that_does_not_end_is_not_waited_for(parts: tuple[bytes, ...]) -> None:
    """However regularly a byte comes: a thread would be lost to it."""
    with sending(*parts) as url:
        trouble = sent(url, timeout=0.2)

    assert (trouble.reason, trouble.course) == ("no answer in time", Course.RETRY)
    assert trouble.may_be_billed


def test_a_redirect_is_not_followed() -> None:
    """It would be a second request on one reservation; every other one would be led there, too."""
    moved = b"HTTP/1.1 308 Permanent Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n"
    with sending(moved) as url:
        trouble = sent(url)

    assert (trouble.course, trouble.status, trouble.may_be_billed) == (Course.STOP, 308, False)


def test_a_server_that_speaks_no_tls_gets_no_request() -> None:
    """So nothing can be billed."""
    with sending(b"HTTP/1.1 400 Bad Request\r\n\r\n") as url:
        trouble = sent(url.replace("http://", "https://"))

    assert (trouble.course, trouble.may_be_billed) == (Course.RETRY, False)


def test_a_certificate_that_is_not_trusted_stops_the_run(tmp_path: Path) -> None:
    """It will not be trusted the next time either."""
    with sending(tls=unknown_to_all(tmp_path / "server.pem")) as url:
        trouble = sent(url)

    assert (trouble.course, trouble.may_be_billed) == (Course.STOP, False)
    assert "certificate" in trouble.reason


def unknown_to_all(path: Path) -> ssl.SSLContext:
    """The manners of a server that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "claude.test")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context

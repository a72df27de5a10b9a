"""An authority of the tests, which signs certificates of any names and dates."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)


class Authority:
    """Signs certificates; ``ca_file`` is its own.

    Args:
        folder: Where its files go.
        name: What it is called.
    """

    def __init__(self, folder: Path, name: str = "Example Inspection CA") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)
        own = _builder(self._name, self._name, self._key, (-DAY * 400, DAY * 400))
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.ca_file = folder / "authority.pem"
        signed = own.sign(self._key, hashes.SHA256())
        self.ca_file.write_bytes(signed.public_bytes(Encoding.PEM))

    def server(
        self,
        host: str = "127.0.0.1",
        *,
        valid: tuple[dt.timedelta, dt.timedelta] = (-DAY, DAY),
        by_itself: bool = False,
    ) -> ssl.SSLContext:
        """Return the TLS settings of a server.

        Args:
            host: Its name or address.
            valid: From when to when, from now.
            by_itself: Whether the server signs its certificate, not the authority.
        """
        file = self._folder / "server.pem"
        file.write_bytes(b"".join(self.sign(host, valid=valid, by_itself=by_itself)))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def sign(
        self, host: str, *, valid: tuple[dt.timedelta, dt.timedelta], by_itself: bool = False
    ) -> tuple[bytes, bytes]:
        """Return a server's certificate and its key, PEM; see ``server``."""
        key = ec.generate_private_key(ec.SECP256R1())
        named: x509.GeneralName
        try:
            named = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            named = x509.DNSName(host)
        signer, by = (key, _name(host)) if by_itself else (self._key, self._name)
        made = _builder(_name(host), by, key, valid)
        made = made.add_extension(x509.SubjectAlternativeName([named]), critical=False)
        return (
            made.sign(signer, hashes.SHA256()).public_bytes(Encoding.PEM),
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        )


def _builder(
    name: x509.Name,
    by: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    valid: tuple[dt.timedelta, dt.timedelta],
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return x509.CertificateBuilder(
        issuer_name=by,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now + valid[0],
        not_valid_after=now + valid[1],
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])

"""The certificate by which the application knows the practice server.

Made at start and good for this computer's loopback names only. A small authority signs one
server certificate and its own key is then thrown away, so nothing else can ever be signed with
it; a client trusts the authority's certificate, ``ca.pem``. One self-signed certificate would do
on Python 3.11, but 3.13 verifies by the strict reading of RFC 5280, which wants the two roles
apart.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.practice.private import make_folder, read_private, write_private

_GOOD_FOR: Final = dt.timedelta(days=365)
_LEFT_AT_LEAST: Final = dt.timedelta(days=30)
_CLOCK_ERROR: Final = dt.timedelta(days=1)
"""How late a clock may be set between two starts without the certificate seeming unborn."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where the files of one certificate are."""

    ca_file: Path
    """The authority, PEM: what a client needs."""
    chain_file: Path
    key_file: Path
    """The server's private key, PEM, mode 0600."""

    def server_context(self) -> ssl.SSLContext:
        """Return the TLS settings of the server."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.chain_file, self.key_file)
        return context

    def client_context(self) -> ssl.SSLContext:
        """Return the TLS settings of a client that trusts this server and no other."""
        return ssl.create_default_context(cafile=str(self.ca_file))


def keep_certificate(folder: Path) -> Certificate:
    """Return the certificate that is kept in a folder, making it if need be.

    It is made anew when a file is missing or less than 30 days of its time are left.

    Raises:
        StoreFault: If the folder cannot be read or written.
    """
    make_folder(folder)
    kept = Certificate(folder / "ca.pem", folder / "server.pem", folder / "server-key.pem")
    if not _is_good(kept):
        _make(kept)
    return kept


def _is_good(kept: Certificate) -> bool:
    ca, chain, key = map(read_private, (kept.ca_file, kept.chain_file, kept.key_file))
    if ca is None or chain is None or key is None:
        return False
    try:
        certificate = x509.load_pem_x509_certificate(chain)
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(ca))
        kept.server_context()  # the key belongs to it
    except (ValueError, TypeError, ssl.SSLError, InvalidSignature):
        return False
    return certificate.not_valid_after_utc - dt.datetime.now(dt.UTC) > _LEFT_AT_LEAST


def _make(files: Certificate) -> None:
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = _name("Fairhearing practice authority")
    ca = _sign(_authority(ca_name, ca_key), ca_key)
    server = _sign(_server(ca_name, ca_key, key), ca_key)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(files.key_file, pem)
    write_private(files.chain_file, server.public_bytes(Encoding.PEM))
    write_private(files.ca_file, ca.public_bytes(Encoding.PEM))


def _authority(name: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        _blank(name, name, public)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _server(
    issuer: x509.Name, issuer_key: ec.EllipticCurvePrivateKey, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    ours, theirs = key.public_key(), issuer_key.public_key()
    names = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), x509.IPAddress(ipaddress.IPv4Address("127.0.0.1"))]
    )
    return (
        _blank(_name("localhost"), issuer, ours)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(ours), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(theirs), critical=False)
    )


def _blank(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=public,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - _CLOCK_ERROR,
        not_valid_after=now + _GOOD_FOR,
    )


def _sign(builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    return builder.sign(key, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )

"""A real SMTP server (aiosmtpd) for tests.

server.py DIRECTORY PORT [CERTIFICATE KEY]

Listens on 127.0.0.1 (port 0 takes a free one), prints the port, and writes each mail that it takes as N.json into DIRECTORY. It
ends when its standard input closes. With a certificate it wants STARTTLS and the login me / p@ss+word.

What stands before the @ of a recipient decides: `busy` is answered 451 once, `full` 552 once, `nobody` 550 always.
"""

import asyncio
import email
import email.policy
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

DIRECTORY = pathlib.Path(sys.argv[1])


class Handler:
    def __init__(self):
        self.refused = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        first = address not in self.refused
        self.refused.add(address)
        match address.split("@")[0]:
            case "busy" if first:
                return f"451 4.7.1 {address}: come back later"
            case "full" if first:
                return f"552 5.2.2 {address}: mailbox full"
            case "nobody":
                return f"550 5.1.1 {address}: no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        taken = {
            "envelope_from": envelope.mail_from,
            "envelope_to": envelope.rcpt_tos,
            "encrypted": session.ssl is not None,
            "logged_in": bool(session.authenticated),
            "greeting": session.host_name,
            "headers": {name.lower(): str(value) for name, value in letter.items()},
            "text": letter.get_content().replace("\r\n", "\n"),
        }
        file = DIRECTORY / f"{len(list(DIRECTORY.glob('*.json')))}.json"
        part = file.with_suffix(".part")
        part.write_text(json.dumps(taken))
        part.rename(file)
        return "250 OK"


def login(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and data.login == b"me" and data.password == b"p@ss+word"
    # Not handled: the library is to answer.
    return AuthResult(success=right, handled=False)


async def main():
    options = {}
    if len(sys.argv) > 3:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[3], sys.argv[4])
        options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": login}
    handler = Handler()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, hostname="localhost", **options), "127.0.0.1", int(sys.argv[2])
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


asyncio.run(main())

"""Sending a mail by the SMTP server that the environment names."""

from typing import TYPE_CHECKING

from web.config import Smtp

if TYPE_CHECKING:
    from smtplib import SMTP

PATIENCE = 20
"""Seconds that the server may take to answer."""


def send(server: Smtp, *, to: str, subject: str, text: str) -> str:
    """Hand one mail over; what was wrong in a few words, or nothing. Never raises."""
    # Loaded when there is a mail to send: a start would wait for it, and most never send any.
    import smtplib
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = server.sender, to, subject
    # A machine wrote it, and no machine should answer (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    try:
        with _connected(server) as smtp:
            if server.user:
                smtp.login(server.user, server.password)
            smtp.send_message(mail)
    except smtplib.SMTPResponseException as error:
        return f"SMTP {error.smtp_code}"
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return type(error).__name__
    return ""


def _connected(server: Smtp) -> "SMTP":
    import smtplib  # As above.
    import ssl

    context = ssl.create_default_context()
    if server.tls == "on":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    if server.tls == "starttls":
        smtp.starttls(context=context)
    return smtp

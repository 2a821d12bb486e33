"""QR posters: issue, print, retire."""

"""What came as letters out of phones: what nobody could read, and what is noted of the rest."""

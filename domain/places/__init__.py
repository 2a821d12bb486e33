"""The tree province, district, commune, hamlet with dates of validity and successors."""

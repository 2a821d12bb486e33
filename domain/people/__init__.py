"""Officers, chiefs, supervisors and admins; how they sign in; what each may do where."""

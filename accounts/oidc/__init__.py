"""Single sign-on by OpenID Connect: the hospital's provider knows its staff, and its groups give the roles."""

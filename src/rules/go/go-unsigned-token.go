package sample

func cases() {
	// ruleid: go-unsigned-token
	t, _, err := parser.ParseUnverified(text, claims)
	// ruleid: go-unsigned-token
	t := jwt.NewWithClaims(jwt.SigningMethodNone, claims)
	// ruleid: go-unsigned-token
	s, err := t.SignedString(jwt.UnsafeAllowNoneSignatureType)
	// ok: go-unsigned-token
	t, err := jwt.Parse(text, keys)
	// ok: go-unsigned-token
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
	// ok: go-unsigned-token
	s, err := t.SignedString(key)
}

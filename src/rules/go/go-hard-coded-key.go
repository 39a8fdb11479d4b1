package sample

func cases() {
	// ruleid: go-hard-coded-key
	c, err := aes.NewCipher([]byte("0123456789abcdef"))
	// ruleid: go-hard-coded-key
	m := hmac.New(sha256.New, []byte("a fixed key"))
	// ruleid: go-hard-coded-key
	s, err := token.SignedString([]byte("secret"))
	// ruleid: go-hard-coded-key
	store := sessions.NewCookieStore([]byte("secret-key"))
	// ok: go-hard-coded-key
	c, err := aes.NewCipher(key)
	// ok: go-hard-coded-key
	m := hmac.New(sha256.New, key)
	// ok: go-hard-coded-key
	s, err := token.SignedString(key)
	// ok: go-hard-coded-key
	h := sha256.Sum256([]byte("text"))
}

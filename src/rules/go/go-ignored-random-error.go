package sample

func cases() {
	// ruleid: go-ignored-random-error
	_, _ = rand.Read(token)
	// ruleid: go-ignored-random-error
	io.ReadFull(rand.Reader, nonce)
	// ruleid: go-ignored-random-error
	io.ReadFull(rand.Reader, key[:])
	// ok: go-ignored-random-error
	n, err := rand.Read(token)
	// ok: go-ignored-random-error
	n, err := io.ReadFull(rand.Reader, nonce)
	// ok: go-ignored-random-error
	_, err = io.ReadFull(rand.Reader, nonce)
}

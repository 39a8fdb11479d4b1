package sample

func cases() {
	// ruleid: go-short-rsa-key
	k, err := rsa.GenerateKey(rand.Reader, 1024)
	// ruleid: go-short-rsa-key
	k, err := rsa.GenerateKey(rand.Reader, 512)
	// ruleid: go-short-rsa-key
	_, _ = rsa.GenerateKey(reader, 768)
	// ok: go-short-rsa-key
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	// ok: go-short-rsa-key
	k, err := rsa.GenerateKey(rand.Reader, 4096)
	// ok: go-short-rsa-key
	k, err := rsa.GenerateKey(rand.Reader, bits)
}

package sample

func cases() {
	// ruleid: go-fixed-nonce
	out := gcm.Seal(nil, []byte("123456789012"), plain, nil)
	// ruleid: go-fixed-nonce
	mode := cipher.NewCBCEncrypter(block, []byte("0123456789abcdef"))
	// ruleid: go-fixed-nonce
	mode := cipher.NewCBCEncrypter(block, key[:16])
	// ok: go-fixed-nonce
	out := gcm.Seal(nil, nonce, plain, nil)
	// ok: go-fixed-nonce
	mode := cipher.NewCBCEncrypter(block, iv)
	// ok: go-fixed-nonce
	mode := cipher.NewCBCDecrypter(block, []byte("x"))
}

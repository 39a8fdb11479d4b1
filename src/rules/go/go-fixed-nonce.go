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

func named(gcm cipher.AEAD, block cipher.Block, plain []byte) {
	iv := []byte("1234567890123456")
	// ruleid: go-fixed-nonce
	mode := cipher.NewCBCEncrypter(block, iv)
}

func listed(gcm cipher.AEAD, plain []byte) []byte {
	nonce := []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	// ruleid: go-fixed-nonce
	return gcm.Seal(nil, nonce, plain, nil)
}

func filled(gcm cipher.AEAD, plain []byte) []byte {
	nonce := []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	if _, err := io.ReadFull(rand.Reader, nonce); err != nil {
		panic(err)
	}
	// ok: go-fixed-nonce
	return gcm.Seal(nil, nonce, plain, nil)
}

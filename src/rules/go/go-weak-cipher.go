package sample

func cases() {
	// ruleid: go-weak-cipher
	c, err := des.NewCipher(key)
	// ruleid: go-weak-cipher
	c, err := rc4.NewCipher(key)
	// ruleid: go-weak-cipher
	c, err := des.NewTripleDESCipher(key)
	// ok: go-weak-cipher
	c, err := aes.NewCipher(key)
	// ok: go-weak-cipher
	c, err := chacha20poly1305.New(key)
	// ok: go-weak-cipher
	c, err := cipher.NewGCM(block)
}

package sample

func cases() {
	// ruleid: go-ecb-mode
	block.Encrypt(out[i:i+16], in[i:i+16])
	// ruleid: go-ecb-mode
	b.Encrypt(dst[n:n+size], src[n:n+size])
	// ruleid: go-ecb-mode
	c.cipher.Encrypt(dst[0:16], src[0:16])
	for i := 0; i+16 <= len(in); i += 16 {
		// ruleid: go-ecb-mode
		block.Encrypt(out[i:], in[i:])
	}
	// ok: go-ecb-mode
	gcm.Seal(nil, nonce, plain, nil)
	// ok: go-ecb-mode
	block.Encrypt(out, counter)
	// ok: go-ecb-mode
	stream.XORKeyStream(dst[0:16], src[0:16])
}

package sample

func cases() {
	// ruleid: go-weak-hash
	h := md5.New()
	// ruleid: go-weak-hash
	s := md5.Sum(data)
	// ruleid: go-weak-hash
	t := sha1.Sum(data)
	// ruleid: go-weak-hash
	m := hmac.New(md5.New, key)
	// ok: go-weak-hash
	h := sha256.New()
	// ok: go-weak-hash
	s := sha256.Sum256(data)
	// ok: go-weak-hash
	m := hmac.New(sha1.New, key)
}

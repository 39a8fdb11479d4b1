package sample

func cases() {
	// ruleid: go-fast-password-hash
	s := sha256.Sum256([]byte(password))
	// ruleid: go-fast-password-hash
	m := md5.Sum([]byte(user.Password))
	// ruleid: go-fast-password-hash
	h, err := bcrypt.GenerateFromPassword(data, 4)
	// ok: go-fast-password-hash
	s := sha256.Sum256([]byte(document))
	// ok: go-fast-password-hash
	h, err := bcrypt.GenerateFromPassword(data, bcrypt.DefaultCost)
	// ok: go-fast-password-hash
	h, err := bcrypt.GenerateFromPassword(data, 12)
}

package sample

func cases() {
	// ruleid: go-old-tls
	c := &tls.Config{MinVersion: tls.VersionTLS10}
	// ruleid: go-old-tls
	c := &tls.Config{MinVersion: tls.VersionTLS11}
	// ruleid: go-old-tls
	conf.MinVersion = tls.VersionTLS10
	// ok: go-old-tls
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	// ok: go-old-tls
	c := &tls.Config{MinVersion: tls.VersionTLS13}
	// ok: go-old-tls
	conf.MinVersion = tls.VersionTLS12
}

package sample

func cases() {
	// ruleid: go-insecure-tls
	c := &tls.Config{InsecureSkipVerify: true}
	// ruleid: go-insecure-tls
	c := tls.Config{ServerName: n, InsecureSkipVerify: true}
	// ruleid: go-insecure-tls
	conf.InsecureSkipVerify = true
	// ruleid: go-insecure-tls
	k := ssh.InsecureIgnoreHostKey()
	// ok: go-insecure-tls
	c := &tls.Config{InsecureSkipVerify: false}
	// ok: go-insecure-tls
	c := &tls.Config{RootCAs: pool}
	// ok: go-insecure-tls
	conf.InsecureSkipVerify = false
}

package sample

func cases() {
	// ruleid: go-predictable-temporary
	f, err := os.Create("/tmp/report.txt")
	// ruleid: go-predictable-temporary
	os.WriteFile("/tmp/state", data, 0600)
	// ruleid: go-predictable-temporary
	ioutil.WriteFile("/tmp/state", data, 0600)
	// ok: go-predictable-temporary
	f, err := os.CreateTemp("", "report")
	// ok: go-predictable-temporary
	os.WriteFile("/srv/state", data, 0600)
	// ok: go-predictable-temporary
	f, err := os.Create(path)
}

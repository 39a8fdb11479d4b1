package sample

func cases() {
	if _, err := os.Stat(path); os.IsNotExist(err) {
		// ruleid: go-checked-then-opened
		f, err := os.Create(path)
	}
	if _, err := os.Stat(name); os.IsNotExist(err) {
		// ruleid: go-checked-then-opened
		os.WriteFile(name, data, 0600)
	}
	if info, err := os.Stat(out); err != nil && os.IsNotExist(err) {
		// ruleid: go-checked-then-opened
		os.Create(out)
	}
	// ok: go-checked-then-opened
	f, err := os.Create(path)
	if _, err := os.Stat(path); os.IsNotExist(err) {
		// ok: go-checked-then-opened
		os.Create(other)
	}
	// ok: go-checked-then-opened
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0600)
}

package sample

func cases() {
	// ruleid: go-open-mode
	os.Chmod(path, 0777)
	// ruleid: go-open-mode
	os.MkdirAll(path, 0o777)
	// ruleid: go-open-mode
	os.WriteFile(path, data, 0666)
	// ruleid: go-open-mode
	f, err := os.OpenFile(path, flags, 0666)
	// ok: go-open-mode
	os.Chmod(path, 0600)
	// ok: go-open-mode
	os.MkdirAll(path, 0o755)
	// ok: go-open-mode
	os.WriteFile(path, data, mode)
	// ok: go-open-mode
	os.WriteFile(path, data, 0644)
}

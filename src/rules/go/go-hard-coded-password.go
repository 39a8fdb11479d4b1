package sample

func cases() {
	// ruleid: go-hard-coded-password
	password := "Tr0ub4dor-3"
	// ruleid: go-hard-coded-password
	apiKey := "sk_live_51Hc"
	// ruleid: go-hard-coded-password
	dbPassword := "hunter2-42"
	// ruleid: go-hard-coded-password
	c := Config{Host: h, Password: "hunter2-42"}
	// ok: go-hard-coded-password
	password := os.Getenv("DB_PASSWORD")
	// ok: go-hard-coded-password
	passwordHint := "at least 8 characters"
	// ok: go-hard-coded-password
	password := ""
	// ok: go-hard-coded-password
	c := Config{Host: h, Password: p}
}

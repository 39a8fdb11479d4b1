package sample

func cases() {
	// ruleid: go-timing-compare
	if bytes.Equal(mac, expectedMAC) {
	}
	// ruleid: go-timing-compare
	if signature == expected {
	}
	// ruleid: go-timing-compare
	if apiKey != config.APIKey {
	}
	// ok: go-timing-compare
	if hmac.Equal(mac, expectedMAC) {
	}
	// ok: go-timing-compare
	if signature == "" {
	}
	// ruleid: go-timing-compare
	if providedToken != s.apiToken {
	}
	// ok: go-timing-compare
	if token == expected {
	}
	// ok: go-timing-compare
	if name == expected {
	}
}

package sample

func cases() {
	// ruleid: go-client-timeout
	a := &http.Client{}
	// ruleid: go-client-timeout
	b := http.Client{Transport: transport}
	c := asked{
		// ruleid: go-client-timeout
		client: &http.Client{CheckRedirect: stay},
	}
	// ok: go-client-timeout
	d := &http.Client{Timeout: 10 * time.Second}
	// ok: go-client-timeout
	e := http.Client{Transport: transport, Timeout: limit}
	// ok: go-client-timeout
	f := &http.Client{}
	f.Timeout = limit
}

func bounded(ctx context.Context) error {
	// ok: go-client-timeout
	client := &http.Client{}
	request, err := http.NewRequestWithContext(ctx, "GET", address, nil)
	return ask(client, request, err)
}

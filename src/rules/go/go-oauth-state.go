package sample

func cases() {
	// ruleid: go-oauth-state
	u := conf.AuthCodeURL("state")
	// ruleid: go-oauth-state
	u := conf.AuthCodeURL(session.Value, oauth2.AccessTypeOnline)
	// ruleid: go-oauth-state
	url := conf.AuthCodeURL(state, oauth2.AccessTypeOffline)
	// ok: go-oauth-state
	u := conf.AuthCodeURL(newState())
	// ok: go-oauth-state
	u := conf.AuthCodeURL(store.State(r), oauth2.AccessTypeOffline)
	// ok: go-oauth-state
	t, err := conf.Exchange(ctx, code)
}

import "crypto/rand"

const fixedState = "login"

func known() {
	// ruleid: go-oauth-state
	return conf.AuthCodeURL("login")
}

func constant() {
	// ruleid: go-oauth-state
	return conf.AuthCodeURL(fixedState)
}

func clock() {
	state := fmt.Sprint(time.Now().UnixNano())
	// ruleid: go-oauth-state
	return conf.AuthCodeURL(state)
}

func written() {
	state := "empty"
	// ruleid: go-oauth-state
	return conf.AuthCodeURL(state)
}

func random() {
	bytes := make([]byte, 32)
	rand.Read(bytes)
	state := hex.EncodeToString(bytes)
	// ok: go-oauth-state
	return conf.AuthCodeURL(state)
}

func later() {
	state := ""
	state = rand.Text()
	// ok: go-oauth-state
	return conf.AuthCodeURL(state)
}

package sample

func first(script string) error {
	vm := otto.New()
	// ruleid: go-script-without-limit
	_, err := vm.Run(script)
	return err
}

func second(script string) error {
	vm := goja.New()
	// ruleid: go-script-without-limit
	_, err := vm.RunString(script)
	return err
}

func third(script string, items []string) error {
	vm := otto.New()
	for _, item := range items {
		vm.Set("item", item)
		// ruleid: go-script-without-limit
		v, err := vm.Run(script)
		use(v, err)
	}
	return nil
}
func limited(script string) error {
	vm := otto.New()
	vm.Interrupt = make(chan func(), 1)
	// ok: go-script-without-limit
	_, err := vm.Run(script)
	return err
}

func timed(script string) error {
	vm := goja.New()
	time.AfterFunc(limit, func() { vm.Interrupt("time") })
	// ok: go-script-without-limit
	_, err := vm.RunString(script)
	return err
}

func fixed() error {
	vm := otto.New()
	// ok: go-script-without-limit
	_, err := vm.Run("1 + 1")
	return err
}

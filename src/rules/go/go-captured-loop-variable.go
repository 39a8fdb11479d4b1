package sample

func cases() {
	// ruleid: go-captured-loop-variable
	for _, one := range list {
		go func() {
			work(one)
		}()
	}
	// ruleid: go-captured-loop-variable
	for i, item := range items {
		wg.Add(1)
		go func() {
			defer wg.Done()
			handle(i, item)
		}()
	}
	// ruleid: go-captured-loop-variable
	for _, host := range hosts {
		go func() {
			check(host, limit)
		}()
	}
	// ok: go-captured-loop-variable
	for _, one := range list {
		go func(value string) {
			work(value)
		}(one)
	}
	// ok: go-captured-loop-variable
	for _, one := range list {
		work(one)
	}
	// ok: go-captured-loop-variable
	for _, one := range list {
		go work(one)
	}
}

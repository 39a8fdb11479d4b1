const place = document.querySelector("#greeting");
const name = new URLSearchParams(location.search).get("name");

place.innerHTML = "Hello " + name;

async function showNotes() {
  const response = await fetch("/notes");
  const notes = await response.json();

  const summary = document.getElementById("summary");
  summary.innerHTML = `${notes.length} notes, the first is ${notes[0]?.title}`;

  const list = document.getElementById("list");
  for (const note of notes) {
    const item = document.createElement("li");
    item.innerHTML = note.title;
    list.append(item);
  }
}

showNotes();

document.getElementById("app").textContent="...";

// Swagger UI goes dark by a class; the site goes by the system's choice. Runs before the first paint.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

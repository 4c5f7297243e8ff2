// A button beside each password shows what was typed. Without scripts the field stays as it is.
function reveal(input) {
  const wrapper = document.createElement("div");
  wrapper.className = "with-reveal";
  input.replaceWith(wrapper);

  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  button.setAttribute("aria-controls", input.id);
  wrapper.append(input, button);

  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-label", shown ? "Hide the password" : "Show the password");
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // A shown password is not kept by the browser as ordinary text.
  input.form?.addEventListener("submit", () => show(false));
  show(false);
}

document.querySelectorAll('input[type="password"]').forEach(reveal);

// Tells the server that somebody is at the keyboard, at most once a minute; and, when nobody has been for as long as a
// session may be idle, loads the page again, which then asks to sign in.
(async () => {
  const address = "/accounts/alive/";
  const answer = await fetch(address);
  if (!answer.ok) return;
  const { idle_seconds: seconds, csrf } = await answer.json();
  if (!seconds) return;
  let told = Date.now(), last = told;

  const heard = () => {
    last = Date.now();
    if (last - told < 60_000) return;
    told = last;
    fetch(address, { method: "POST", headers: { "X-CSRFToken": csrf } })
      .then((reply) => reply.status === 401 && location.reload());
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) addEventListener(kind, heard, { passive: true });
  setInterval(() => { if (Date.now() - last > seconds * 1000) location.reload(); }, 15_000);
})();

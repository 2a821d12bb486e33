/** Shows a call of the server: one sentence, the same for whatever waits. It keeps nothing. */

const LIST = "/me/notices";

self.addEventListener("push", (event) => {
  event.waitUntil(
    self.registration.showNotification("Lắng Nghe", { body: "Có việc mới.", tag: "lang-nghe" }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(LIST));
});

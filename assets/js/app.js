import { watchProgress } from "./progress.js";
import { themeToggle } from "./theme-toggle.js";
import { copyButtons } from "./copy.js";
import { dismissible } from "./flash.js";
import { selfSubmitting } from "./filters.js";
import { postWhenOpen } from "./inbox.js";
import { keepTyping } from "./keep.js";

themeToggle();
copyButtons();
dismissible();
selfSubmitting();
postWhenOpen();
keepTyping();
document.querySelectorAll("[data-progress-url]").forEach(watchProgress);

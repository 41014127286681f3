import { watchProgress } from "./progress.js";
import { themeToggle } from "./theme-toggle.js";
import { copyButtons } from "./copy.js";
import { dismissible } from "./flash.js";
import { selfSubmitting } from "./filters.js";

themeToggle();
copyButtons();
dismissible();
selfSubmitting();
document.querySelectorAll("[data-progress-url]").forEach(watchProgress);

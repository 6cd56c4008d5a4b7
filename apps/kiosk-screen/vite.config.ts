import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The kiosk's agent serves the built page on its own origin; paths are relative to wherever that is.
export default defineConfig({
  plugins: [react()],
  base: "./",
  build: { outDir: "dist", emptyOutDir: true, assetsInlineLimit: 0 },
});

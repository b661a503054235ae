/** With what the crashing host ends where another program has its data folder. */
export const refusedExit = 3

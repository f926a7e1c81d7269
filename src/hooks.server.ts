export const handleError = ({ error }) => ({ status: 404, message: 'gone ' + (error instanceof Error) });

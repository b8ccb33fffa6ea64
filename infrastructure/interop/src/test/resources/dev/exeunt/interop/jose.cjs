// Decrypts the JWE of its input with the private key there, and answers with its header and its content.
const { readFileSync } = require('node:fs');

async function decrypted({ jwe, jwk, alg }) {
    const { compactDecrypt, importJWK } = await import('jose');
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, await importJWK(jwk, alg));
    return { token: new TextDecoder().decode(plaintext), header: protectedHeader };
}

decrypted(JSON.parse(readFileSync(0, 'utf8'))).then(answer => console.log(JSON.stringify(answer)), error => {
    console.error(error);
    process.exit(1);
});

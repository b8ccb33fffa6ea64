// One application for each client in the line that it is given; answers with a line of their addresses, and lives as long as
// its input.
const express = require('express');
const { auth } = require('express-openid-connect');
const { createInterface } = require('node:readline');

function memory() {
    const kept = new Map();
    return {
        get: (id, callback) => callback(null, kept.get(id)),
        set: (id, value, callback) => { kept.set(id, value); callback(null); },
        destroy: (id, callback) => { kept.delete(id); callback(null); },
    };
}

function listening(application) {
    return new Promise((resolve, reject) => {
        const server = application.listen(0, '127.0.0.1', error => error ? reject(error) : resolve(server));
    });
}

async function start(issuer, client, alg) {
    const application = express();
    const address = `http://localhost:${(await listening(application)).address().port}`;
    application.use(auth({
        issuerBaseURL: issuer,
        baseURL: address,
        clientID: client,
        clientSecret: 'secret',
        clientAuthMethod: 'client_secret_post',
        secret: 'a secret for the cookies of these tests',
        idTokenSigningAlg: alg,
        authRequired: false,
        authorizationParams: { response_type: 'code', response_mode: 'query', scope: 'openid' },
        backchannelLogout: { store: memory() },
    }));
    application.get('/', (request, response) =>
        response.type('text').send(request.oidc.isAuthenticated() ? request.oidc.user.sub : 'nobody'));
    return address;
}

createInterface({ input: process.stdin }).on('line', async line => {
    try {
        const { issuer, clients } = JSON.parse(line);
        const addresses = {};
        for (const [client, alg] of Object.entries(clients)) {
            addresses[client] = await start(issuer, client, alg);
        }
        console.log(JSON.stringify(addresses));
    } catch (error) {
        console.error(error);
        process.exit(1);
    }
}).on('close', () => process.exit(0));

/// Who is signed in where: sessions, their cookies, and the applications that joined them.
@NullMarked
package dev.exeunt.core.session;

import org.jspecify.annotations.NullMarked;
